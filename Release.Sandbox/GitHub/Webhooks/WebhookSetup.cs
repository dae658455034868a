using Release.Sandbox.Faults;

namespace Release.Sandbox.GitHub.Webhooks;

/// <summary>What the organisation's webhook is set up with.</summary>
internal sealed record WebhookSetup
{
    /// <summary>There is one.</summary>
    public const long HookId = 430_001_001;

    public required ReleaseConnection Release { get; init; }

    /// <summary>With which the bodies are signed.</summary>
    public required string Secret { get; init; }

    public required long OrganizationId { get; init; }

    /// <summary>While GitHub is away, nothing is sent.</summary>
    public required ServiceFaults Faults { get; init; }

    public required WebhookLedger Ledger { get; init; }
}
