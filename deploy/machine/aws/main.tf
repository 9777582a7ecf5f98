# A machine for deploy/compose on AWS, in a network of its own: nothing reaches it, and it reaches port 443 of the internet.
# People come through Session Manager. `cadastre import deploy/machine/aws --as machine && cadastre render` draws it.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.0" }
  }
}

variable "image_id" {
  description = "An image with podman, systemd and the agent of Session Manager, such as Amazon Linux 2023"
  type        = string
}

variable "spoke_role" {
  description = "As in deploy/iam/aws/hub"
  type        = string
  default     = "CartographySpoke"
}

variable "organization_id" {
  description = "The organization whose accounts have spokes, o-…"
  type        = string
}

resource "aws_vpc" "graph" {
  # checkov:skip=CKV2_AWS_11:flow logs are the landing zone's, which gives them to every network
  cidr_block           = "10.77.0.0/24"
  enable_dns_hostnames = true
  tags                 = { Name = "graph" }
}

# Nothing may use the group that AWS makes by itself.
resource "aws_default_security_group" "unused" {
  vpc_id = aws_vpc.graph.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.graph.id
  cidr_block = "10.77.0.0/28"
  tags       = { Name = "graph-public" }
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.graph.id
  cidr_block = "10.77.0.16/28"
  tags       = { Name = "graph-private" }
}

resource "aws_internet_gateway" "graph" {
  vpc_id = aws_vpc.graph.id
  tags   = { Name = "graph" }
}

resource "aws_eip" "nat" {
  domain = "vpc"
  tags   = { Name = "graph-nat" }
}

resource "aws_nat_gateway" "graph" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
  tags          = { Name = "graph" }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.graph.id
  tags   = { Name = "graph-public" }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.graph.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.graph.id
  tags   = { Name = "graph-private" }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.graph.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "machine" {
  name        = "graph-machine"
  description = "Nothing comes in; clouds, registry and git answer on 443"
  vpc_id      = aws_vpc.graph.id
  tags        = { Name = "graph-machine" }

  egress {
    description = "Clouds, registry, git"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "machine" {
  ami                    = var.image_id
  instance_type          = "m7i.xlarge"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.machine.id]
  iam_instance_profile   = aws_iam_instance_profile.machine.name
  monitoring             = true
  ebs_optimized          = true
  tags                   = { Name = "graph" }

  metadata_options {
    http_tokens = "required"
    # Containers are one hop further away.
    http_put_response_hop_limit = 2
  }

  root_block_device {
    encrypted   = true
    volume_size = 60
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

# The hub of deploy/iam/aws, as the role of a machine: give its ARN to the spokes.
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

resource "aws_iam_role" "machine" {
  name               = "CartographyHub"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "assume_spokes" {
  name   = "assume-spokes"
  role   = aws_iam_role.machine.id
  policy = data.aws_iam_policy_document.assume_spokes.json
}

resource "aws_iam_role_policy_attachment" "session_manager" {
  role       = aws_iam_role.machine.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "machine" {
  name = "CartographyHub"
  role = aws_iam_role.machine.name
}

output "hub_role_arn" {
  description = "What the spokes trust"
  value       = aws_iam_role.machine.arn
}
