# The role that the hub assumes, for one account: the same as stackset.yaml, for those who use Terraform in every account.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.0" }
  }
}

variable "hub_role_arn" {
  description = "Output of hub/"
  type        = string
}

variable "external_id" {
  description = "Shared between hub and spokes; `openssl rand -hex 24` makes one"
  type        = string
  sensitive   = true

  validation {
    condition     = length(var.external_id) >= 16
    error_message = "The external id has at least 16 characters."
  }
}

variable "spoke_role" {
  description = "As in hub/"
  type        = string
  default     = "CartographySpoke"
}

variable "collect" {
  description = "Also make the role of collect/aws.sh, which asks for less"
  type        = bool
  default     = false
}

variable "collect_policy_file" {
  description = "Permissions of collect/aws.sh: the file of this checkout"
  type        = string
  default     = "../../../../collect/aws-policy.json"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [var.hub_role_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

resource "aws_iam_role" "spoke" {
  name               = var.spoke_role
  description        = "Cartography: reads configuration, never data"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

# AWS keeps it up to date. It reads configuration: no object of a bucket, no row of a table, no value of a secret.
resource "aws_iam_role_policy_attachment" "security_audit" {
  role       = aws_iam_role.spoke.name
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}

data "aws_iam_policy_document" "collect_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [var.hub_role_arn]
    }
  }
}

resource "aws_iam_role" "collect" {
  count              = var.collect ? 1 : 0
  name               = "CadastreCollect"
  description        = "collect/aws.sh of Cadastre: the questions that it asks, and no other"
  assume_role_policy = data.aws_iam_policy_document.collect_trust.json
}

resource "aws_iam_role_policy" "collect" {
  count  = var.collect ? 1 : 0
  name   = "collect"
  role   = aws_iam_role.collect[0].id
  policy = file("${path.module}/${var.collect_policy_file}")
}

output "spoke_role_arn" {
  value = aws_iam_role.spoke.arn
}
