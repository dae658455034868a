using Release.Core.Environments;

namespace Release.Core.Applications;

/// <summary>A cell of the board: one application in one environment. Work on a cell is done one pass at a time.</summary>
public sealed record Cell(ApplicationName Application, EnvironmentName Environment)
{
    public override string ToString() => $"{Application}/{Environment}";
}
