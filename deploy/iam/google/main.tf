# The account that Cartography runs as on Google Cloud. It reads policies and configuration of the whole organization, and no data.

terraform {
  required_version = ">= 1.5"
  required_providers {
    google = { source = "hashicorp/google", version = ">= 5.0" }
  }
}

variable "organization_id" {
  description = "Number of the organization"
  type        = string
}

variable "project" {
  description = "Project in which the account is made"
  type        = string
}

variable "workload_pool" {
  description = "Workload identity pool of the cluster, PROJECT.svc.id.goog"
  type        = string
}

variable "service_account" {
  description = "Namespace and name of the service account of Cartography"
  type        = string
  default     = "cadastre/cartography"
}

locals {
  roles = toset([
    # Who may do what, and most configuration.
    "roles/iam.securityReviewer",
    # The tree of folders and projects.
    "roles/resourcemanager.organizationViewer",
    "roles/resourcemanager.folderViewer",
  ])
}

resource "google_service_account" "cartography" {
  project      = var.project
  account_id   = "cartography"
  display_name = "Cartography: reads configuration, never data"
}

resource "google_organization_iam_member" "reader" {
  for_each = local.roles
  org_id   = var.organization_id
  role     = each.value
  member   = google_service_account.cartography.member
}

# No key: the service account of Kubernetes is taken for this one.
resource "google_service_account_iam_member" "workload" {
  service_account_id = google_service_account.cartography.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${var.workload_pool}[${var.service_account}]"
}

output "annotation" {
  description = "iam.gke.io/gcp-service-account of the service account of Kubernetes"
  value       = google_service_account.cartography.email
}
