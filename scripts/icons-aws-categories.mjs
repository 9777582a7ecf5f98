// Categories of AWS services.

/** Services of a category, where their colour does not tell. */
const byCategory = {
  analytics: `
    AmazonAthena AmazonCloudSearch AmazonDataFirehose AmazonDataZone AmazonEMR AmazonFinSpace
    AmazonKinesis AmazonKinesisDataStreams AmazonManagedServiceforApacheFlink
    AmazonManagedStreamingforApacheKafka AmazonOpenSearchService AmazonRedshift AWSCleanRooms
    AWSDataExchange AWSEntityResolution AWSGlue AWSGlueDataBrew AWSLakeFormation AmazonSageMaker
    AmazonQuickSuite`,
  'application-integration': `
    AmazonAppFlow AmazonEventBridge AmazonMQ AmazonSimpleNotificationService
    AmazonSimpleQueueService AWSStepFunctions AWSExpressWorkflows AWSAppSync
    AmazonManagedWorkflowsforApacheAirflow AWSB2BDataInterchange`,
  devtools: `
    AWSCloud9 AWSCloudDevelopmentKit AWSCloudShell AWSCloudControlAPI AWSCodeArtifact
    AWSCodeBuild AWSCodeCommit AWSCodeDeploy AWSCodePipeline AmazonCodeCatalyst
    AWSCommandLineInterface AmazonCorretto AWSFaultInjectionService AWSInfrastructureComposer
    AWSToolsandSDKs AWSXRay`,
  containers: `
    AmazonElasticContainerRegistry AmazonElasticContainerService AmazonElasticKubernetesService
    AmazonECSAnywhere AmazonEKSAnywhere AmazonEKSDistro AWSFargate RedHatOpenShiftServiceonAWS`,
  media: `
    AWSElementalAppliancesSoftware AWSElementalConductor AWSElementalDelta AWSElementalLink
    AWSElementalLive AWSElementalMediaConnect AWSElementalMediaConvert AWSElementalMediaLive
    AWSElementalMediaPackage AWSElementalMediaStore AWSElementalMediaTailor AWSElementalServer
    AmazonInteractiveVideoService AmazonKinesisVideoStreams`,
  iot: `
    AWSIoTCore AWSIoTDeviceDefender AWSIoTDeviceManagement AWSIoTEvents AWSIoTExpressLink
    AWSIoTFleetWise AWSIoTGreengrass AWSIoTSiteWise AWSIoTTwinMaker FreeRTOS`,
  cost: `
    AWSBillingConductor AWSBudgets AWSCostandUsageReport AWSCostExplorer
    ReservedInstanceReporting SavingsPlans`,
  migration: `
    AWSApplicationDiscoveryService AWSApplicationMigrationService AWSDataSync
    AWSDataTransferTerminal AWSMainframeModernization AWSMigrationEvaluator AWSMigrationHub
    AWSTransferFamily AWSTransform`,
  business: `
    AWSAppFabric AWSEndUserMessaging AWSSupplyChain AWSWickr AmazonChime AmazonChimeSDK
    AmazonConnect AmazonPinpoint AmazonPinpointAPIs AmazonSimpleEmailService AmazonWorkDocs
    AmazonWorkDocsSDK AmazonWorkMail`,
  'end-user-computing': `
    AmazonWorkSpaces AmazonDCV`,
  'front-end-web-mobile': `
    AWSAmplify AWSDeviceFarm AmazonLocationService`,
  games: `
    AmazonGameLiftServers AmazonGameLiftStreams Open3DEngine`,
  support: `
    AWSActivate AWSIQ AWSManagedServices AWSProfessionalServices AWSrePost AWSrePostPrivate
    AWSSupport AWSTrainingCertification`,
  blockchain: `
    AmazonManagedBlockchain`,
  quantum: `
    AmazonBraket`,
  satellite: `
    AWSGroundStation`,
  general: `
    AWSMarketplace`,
};

/** File name of a service to its category. */
export const categories = Object.fromEntries(
  Object.entries(byCategory).flatMap(([category, files]) =>
    files
      .trim()
      .split(/\s+/)
      .map((file) => [file, category]),
  ),
);
