"""Documents: one small struct per kind of AWS answer, also filled from templates."""

from __future__ import annotations

from lambda_triage.evidence.documents.apis import (
    Api,
    Authorizer,
    Deployments,
    Domain,
    GatewayResponse,
    Integration,
    PathMapping,
    Route,
    Stage,
    TargetGroup,
    TargetHealth,
    UsagePlan,
)
from lambda_triage.evidence.documents.code import Declared, Package, PackageFile, Template
from lambda_triage.evidence.documents.document import Document, Json, Known
from lambda_triage.evidence.documents.events import (
    Archive,
    Pipe,
    Rule,
    SampleEvent,
    Schedule,
    Target,
)
from lambda_triage.evidence.documents.exchanges import Exchange
from lambda_triage.evidence.documents.functions import (
    Alias,
    CapacityProvider,
    Concurrency,
    InvokeConfig,
    LayerVersion,
    Limits,
    Provisioned,
    Quota,
    Recursion,
    Url,
)
from lambda_triage.evidence.documents.happenings import (
    HealthEvent,
    ServiceEvent,
    Stack,
    StackResource,
)
from lambda_triage.evidence.documents.mappings import Mapping
from lambda_triage.evidence.documents.messaging import (
    Notification,
    Queue,
    ScalingTarget,
    Stream,
    Subscription,
    Table,
    Topic,
)
from lambda_triage.evidence.documents.network import (
    Broker,
    Cluster,
    Database,
    Endpoint,
    Interface,
    NatGateway,
    NetworkAcl,
    ProxyTarget,
    RouteTable,
    SecurityGroup,
    Subnet,
    Vpc,
)
from lambda_triage.evidence.documents.recommendations import Recommendation
from lambda_triage.evidence.documents.roles import (
    AnalyzerFinding,
    AttachedPolicies,
    IdentityPolicy,
    InlinePolicies,
    ResourcePolicy,
    Role,
    Simulation,
)
from lambda_triage.evidence.documents.watching import Alarm, LogGroup, LogSubscription
from lambda_triage.evidence.documents.workflows import (
    DurableExecution,
    DurableHistory,
    Execution,
    History,
    StateMachine,
)

KINDS: tuple[type[Document], ...] = (
    Alarm, Alias, AnalyzerFinding, Api, Archive, AttachedPolicies, Authorizer, Broker,
    CapacityProvider, Cluster, Concurrency, Database, Deployments, Domain, DurableExecution,
    DurableHistory, Endpoint, Exchange, Execution, GatewayResponse, HealthEvent, History,
    IdentityPolicy, InlinePolicies, Integration, Interface, InvokeConfig, LayerVersion, Limits,
    LogGroup, LogSubscription, Mapping, NatGateway, NetworkAcl, Notification, Package,
    PathMapping, Pipe, Provisioned, ProxyTarget, Queue, Quota, Recommendation, Recursion,
    ResourcePolicy, Role, Route, RouteTable, Rule, SampleEvent, ScalingTarget, Schedule,
    SecurityGroup, ServiceEvent, Simulation, Stack, StackResource, Stage, StateMachine, Stream,
    Subnet,
    Subscription, Table, Target, TargetGroup, TargetHealth, Template, Topic, Url, UsagePlan, Vpc,
)  # fmt: skip

__all__ = [
    "KINDS", "Alarm", "Alias", "AnalyzerFinding", "Api", "Archive", "AttachedPolicies",
    "Authorizer", "Broker", "CapacityProvider", "Cluster", "Concurrency", "Database",
    "Declared", "Deployments", "Document", "Domain", "DurableExecution", "DurableHistory",
    "Endpoint", "Exchange", "Execution", "GatewayResponse", "HealthEvent", "History",
    "IdentityPolicy", "InlinePolicies", "Integration", "Interface", "InvokeConfig", "Json",
    "Known", "LayerVersion", "Limits", "LogGroup", "LogSubscription", "Mapping", "NatGateway",
    "NetworkAcl", "Notification", "Package", "PackageFile", "PathMapping", "Pipe",
    "Provisioned", "ProxyTarget", "Queue", "Quota", "Recommendation", "Recursion",
    "ResourcePolicy", "Role", "Route", "RouteTable", "Rule", "SampleEvent", "ScalingTarget",
    "Schedule", "SecurityGroup", "ServiceEvent", "Simulation", "Stack", "StackResource", "Stage",
    "StateMachine", "Stream", "Subnet", "Subscription", "Table", "Target", "TargetGroup",
    "TargetHealth", "Template", "Topic", "Url", "UsagePlan", "Vpc",
]  # fmt: skip
