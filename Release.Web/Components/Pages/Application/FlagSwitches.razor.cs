using Microsoft.AspNetCore.Components;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Application;

/// <summary>Switches an environment's two flags, each by a commit, or says why the viewer may not.</summary>
public sealed partial class FlagSwitches
{
    private static readonly (CellFlag Flag, string Name, string Words)[] Flags =
    [
        (CellFlag.AutomaticDeploysEnabled, "automatic_deploys_enabled", "releases are deployed here automatically"),
        (CellFlag.PromoteDeployment, "promote_deployment", "and are promoted from here"),
    ];

    private AccessDecision _decision = AccessDecision.No("");
    private CellFlag? _busy;
    private (CellFlag Flag, bool Value)? _set;
    private ConfigCommit? _commit;
    private string? _problem;

    [Parameter, EditorRequired]
    public required BoardRow Row { get; set; }

    [Parameter, EditorRequired]
    public required BoardCell Cell { get; set; }

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    [Inject]
    private FlagSwitch FlagSwitch { get; set; } = null!;

    protected override void OnParametersSet()
    {
        _decision = Viewer?.May(AccessAction.SwitchFlags) ?? AccessDecision.No("");
        // The board now shows the committed value, so the local one is no longer needed.
        if (_set is { } set && BoardValue(set.Flag) == set.Value)
        {
            _set = null;
        }
    }

    private string Explain(CellFlag flag, string words) =>
        flag is CellFlag.PromoteDeployment && Order.Next(Cell.Environment) is null ? "nothing follows this environment" : words;

    private bool BoardValue(CellFlag flag) => flag is CellFlag.AutomaticDeploysEnabled ? Cell.AutomaticDeploysEnabled : Cell.PromoteDeployment;

    private bool IsOn(CellFlag flag) => _set is { } set && set.Flag == flag ? set.Value : BoardValue(flag);

    private async Task SwitchAsync(CellFlag flag)
    {
        if (_busy is not null || Viewer is null)
        {
            return;
        }

        var value = !IsOn(flag);
        (_busy, _commit, _problem) = (flag, null, null);
        try
        {
            var result = await FlagSwitch.SetAsync(
                Viewer.Actor,
                new Cell(Row.Name, Cell.Environment),
                flag is CellFlag.AutomaticDeploysEnabled ? value : null,
                flag is CellFlag.PromoteDeployment ? value : null,
                CancellationToken.None);
            switch (result)
            {
                case FlagResult.Committed committed:
                    _commit = committed.Commit;
                    _set = (flag, value);
                    break;
                case FlagResult.Forbidden forbidden:
                    _problem = forbidden.Reason;
                    break;
            }
        }
        catch (Exception problem) when (problem is OutsideException or ConfigFileMissingException or ConfigFileRefusedException)
        {
            _problem = $"Not switched. {problem.Message}";
        }
        finally
        {
            _busy = null;
        }
    }
}

/// <summary>A continuous deployment flag of a cell's file.</summary>
internal enum CellFlag
{
    AutomaticDeploysEnabled,
    PromoteDeployment,
}
