using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>One change of one image-tag file. Only what is not null is changed; exactly one kind at a time: a version, or flags.</summary>
/// <param name="Cell">Whose file.</param>
/// <param name="Version">The new <c>image_tag</c>.</param>
/// <param name="AutomaticDeploysEnabled">The new flag.</param>
/// <param name="PromoteDeployment">The new flag.</param>
/// <param name="RequestedBy">Who wants it; stands in the commit as a trailer when flags change.</param>
public sealed record ConfigEdit(Cell Cell, ImageTag? Version, bool? AutomaticDeploysEnabled, bool? PromoteDeployment, string RequestedBy)
{
    public static ConfigEdit ForVersion(Cell cell, ImageTag version, string requestedBy) => new(cell, version, null, null, requestedBy);

    public static ConfigEdit ForFlags(Cell cell, bool? automaticDeploysEnabled, bool? promoteDeployment, string requestedBy) =>
        new(cell, null, automaticDeploysEnabled, promoteDeployment, requestedBy);
}
