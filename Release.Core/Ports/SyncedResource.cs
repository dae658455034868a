namespace Release.Core.Ports;

/// <summary>One entry of <c>syncResult.resources[]</c>.</summary>
public sealed record SyncedResource(string Kind, string Namespace, string Name, string? Status, string? Message, string? HookPhase, string? HookType)
{
    public bool HasFailed => HookPhase is "Failed" or "Error" || Status is "SyncFailed";
}
