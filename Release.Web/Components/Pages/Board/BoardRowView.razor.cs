using System.Globalization;
using Microsoft.AspNetCore.Components;
using Release.Web.Components.Shared;
using Release.Web.Urls;

namespace Release.Web.Components.Pages.Board;

/// <summary>One application's row. It renders again only when its content has changed.</summary>
public sealed partial class BoardRowView
{
    private RowView? _drawn;
    private BoardFilter? _drawnFilter;
    private bool[]? _drawnDeployable;

    [Parameter, EditorRequired]
    public required RowView Row { get; set; }

    /// <summary>The row's links keep it.</summary>
    [Parameter, EditorRequired]
    public required BoardFilter Filter { get; set; }

    /// <summary>For each environment, whether the viewer may deploy there.</summary>
    [Parameter, EditorRequired]
    public required bool[] Deployable { get; set; }

    protected override bool ShouldRender()
    {
        if (Row.LooksLike(_drawn) && Filter == _drawnFilter && Deployable.AsSpan().SequenceEqual(_drawnDeployable))
        {
            return false;
        }

        Remember();
        return true;
    }

    protected override void OnInitialized() => Remember();

    private static string IconOf(CellTone tone) => tone switch
    {
        CellTone.Moving => "moving",
        CellTone.Failed => "failed",
        _ => "attention",
    };

    private static string? Exact(DateTimeOffset? at) => at is { } time ? TimeInWords.Exact(time) : null;

    private static string? LineTitle(CellView cell) =>
        cell.LineSince is null ? cell.Line : $"{cell.Line} {Exact(cell.LineSince)}";

    private static string? Title(CellView cell) => cell.Version;

    private void Remember()
    {
        _drawn = Row;
        _drawnFilter = Filter;
        _drawnDeployable = Deployable;
    }

    // Alternates between two classes with the same animation, so that each change restarts it.
    private string ClassOf(int index)
    {
        var (cell, flash) = (Row.Cells[index], Row.Flashes[index]);
        var changed = flash == 0 ? "" : $" changed-{(flash % 2).ToString(CultureInfo.InvariantCulture)}";
        return $"cell {cell.Tone.ToString().ToLowerInvariant()}{(cell.StaleSince is null ? "" : " is-stale")}{changed}";
    }

    private string OpenHref(CellView cell) =>
        cell.DeploymentId is { } id ? ReleaseUrls.Deployment(id) : ReleaseUrls.Application(Row.Name);

    private string DeployHref(CellView cell) => ReleaseUrls.BoardOf(
        Filter.Text, Filter.Facet is BoardFacet.None ? null : BoardFacets.Key(Filter.Facet), ReleaseUrls.KeyOf(Row.Name, EnvironmentName.Parse(cell.Environment)));
}
