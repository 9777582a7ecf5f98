# The role that Cartography runs as, in one account of its own (security, audit). All that it may is to assume the spokes.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.0" }
  }
}

variable "oidc_provider_arn" {
  description = "The cluster's identity provider, arn:aws:iam::ACCOUNT:oidc-provider/oidc.eks.REGION.amazonaws.com/id/ID"
  type        = string
}

variable "service_account" {
  description = "Namespace and name of the service account of Cartography"
  type        = string
  default     = "cadastre:cartography"
}

variable "organization_id" {
  description = "The organization whose accounts have spokes, o-…"
  type        = string
}

variable "spoke_role" {
  description = "Name of the role in each account"
  type        = string
  default     = "CartographySpoke"
}

locals {
  issuer = split("oidc-provider/", var.oidc_provider_arn)[1]
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [var.oidc_provider_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = ["system:serviceaccount:${var.service_account}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

# The name of the role in any account, but only in those of the organization.
data "aws_iam_policy_document" "assume_spokes" {
  statement {
    actions   = ["sts:AssumeRole"]
    resources = ["arn:aws:iam::*:role/${var.spoke_role}"]
    condition {
      test     = "StringEquals"
      variable = "aws:ResourceOrgID"
      values   = [var.organization_id]
    }
  }
}

resource "aws_iam_role" "hub" {
  name                 = "CartographyHub"
  description          = "Cartography: may assume the spokes, and nothing else"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 43200
}

resource "aws_iam_role_policy" "assume_spokes" {
  name   = "assume-spokes"
  role   = aws_iam_role.hub.id
  policy = data.aws_iam_policy_document.assume_spokes.json
}

output "hub_role_arn" {
  description = "What the spokes trust, and the annotation of the service account names"
  value       = aws_iam_role.hub.arn
}
