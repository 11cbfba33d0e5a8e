"""What befell resources and services: states of stacks, events of databases, AWS's own issues."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, told


class Stack(Document, frozen=True, kw_only=True):
    """CloudFormation: DescribeStacks."""

    KIND: ClassVar[str] = "stacks"

    title: str | None = told("StackName")
    status: str | None = told("StackStatus")
    reason: str | None = told("StackStatusReason")
    updated: str | None = told("LastUpdatedTime|CreationTime")


class StackResource(Document, frozen=True, kw_only=True):
    """ListStackResources, DescribeStackResources: one resource, which its physical id names."""

    KIND: ClassVar[str] = "stack_resources"

    logical: str | None = told("LogicalResourceId")
    physical: str | None = told("PhysicalResourceId")
    type: str | None = told("ResourceType")


class ServiceEvent(Document, frozen=True, kw_only=True):
    """DescribeEvents of RDS, DocumentDB and ElastiCache: one event. Its resource is its source.

    categories  of RDS; ElastiCache tells none
    """

    KIND: ClassVar[str] = "service_events"

    source: str | None = told("SourceIdentifier")
    type: str | None = told("SourceType")
    message: str | None = told("Message")
    categories: tuple[str, ...] | None = told("EventCategories")
    date: str | None = told("Date")


class HealthEvent(Document, frozen=True, kw_only=True):
    """AWS Health: DescribeEvents."""

    KIND: ClassVar[str] = "health_events"

    service: str | None = told("service")
    code: str | None = told("eventTypeCode")
    category: str | None = told("eventTypeCategory")
    region: str | None = told("region")
    status: str | None = told("statusCode")
    start: str | None = told("startTime")
    end: str | None = told("endTime")
