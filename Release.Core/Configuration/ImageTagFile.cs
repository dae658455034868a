using Release.Core.Applications;

namespace Release.Core.Configuration;

/// <summary>One image-tag file, as the chart reads it.</summary>
/// <param name="Cell">Whose it is.</param>
/// <param name="Version">Null when the file is empty or unreadable.</param>
/// <param name="AutomaticDeploysEnabled">A missing flag is false.</param>
/// <param name="PromoteDeployment">A missing flag is false.</param>
/// <param name="Problem">What is wrong with it, in a sentence; null when nothing is.</param>
public sealed record ImageTagFile(Cell Cell, ImageTag? Version, bool AutomaticDeploysEnabled, bool PromoteDeployment, string? Problem = null);

/// <summary>All image-tag files at one commit of the main branch.</summary>
/// <param name="Commit">That commit.</param>
/// <param name="Files">Those of configured environments.</param>
/// <param name="Notices">What was left out and why, in sentences, for example a folder that is no configured environment.</param>
public sealed record ConfigSnapshot(string Commit, IReadOnlyList<ImageTagFile> Files, IReadOnlyList<string> Notices);

/// <summary>One change of one image-tag file: either the version or the flags. What is null stays as it is.</summary>
/// <param name="Cell">Whose file.</param>
/// <param name="Version">The new <c>image_tag</c>.</param>
/// <param name="AutomaticDeploysEnabled">The new flag.</param>
/// <param name="PromoteDeployment">The new flag.</param>
/// <param name="RequestedBy">Who requested it; written as a commit trailer when flags change.</param>
public sealed record ConfigEdit(Cell Cell, ImageTag? Version, bool? AutomaticDeploysEnabled, bool? PromoteDeployment, string RequestedBy)
{
    public static ConfigEdit ForVersion(Cell cell, ImageTag version, string requestedBy) => new(cell, version, null, null, requestedBy);

    public static ConfigEdit ForFlags(Cell cell, bool? automaticDeploysEnabled, bool? promoteDeployment, string requestedBy) =>
        new(cell, null, automaticDeploysEnabled, promoteDeployment, requestedBy);
}

/// <summary>The commit of an edit.</summary>
/// <param name="Commit">The commit that carries the change: 40 hexadecimal digits.</param>
/// <param name="Merge">The merge that brought it to the main branch; null when nothing had to be committed.</param>
public sealed record ConfigCommit(string Commit, string? Merge)
{
    /// <summary>False when the file already had the content.</summary>
    public bool Changed => Merge is not null;
}
