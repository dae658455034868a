namespace Release.Core.Ports;

/// <summary>Where an edit stands in the repository.</summary>
/// <param name="Commit">The commit that carries the change: 40 hexadecimal digits.</param>
/// <param name="Merge">The merge that brought it to the main branch; null when nothing had to be committed.</param>
public sealed record ConfigCommit(string Commit, string? Merge)
{
    /// <summary>False when the file already said so.</summary>
    public bool Changed => Merge is not null;
}
