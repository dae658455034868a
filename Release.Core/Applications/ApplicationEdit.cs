namespace Release.Core.Applications;

/// <summary>What somebody wants to change about an application; null leaves it.</summary>
/// <param name="Frozen">Release's own freeze.</param>
public sealed record ApplicationEdit(string? DisplayName, string? Notes, bool? Frozen);
