using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Release.Web.Urls;

namespace Release.Web.Components.Layout;

/// <summary>Filters the board as one types; elsewhere Enter leads to the board.</summary>
public sealed partial class SearchBox
{
    // Addresses this box asked for and has not yet heard of: they come back later than the next letter is typed.
    private readonly Queue<string> _asked = [];
    private string? _text = "";

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    public void Dispose() => Navigation.LocationChanged -= Moved;

    protected override void OnInitialized()
    {
        _text = Query("q");
        Navigation.LocationChanged += Moved;
    }

    private void Typed()
    {
        if (IsBoard)
        {
            Go();
        }
    }

    private void Go()
    {
        var wanted = _text?.Trim() ?? "";
        if (IsBoard && wanted == (_asked.LastOrDefault() ?? Query("q")))
        {
            return;
        }

        _asked.Enqueue(wanted);
        Navigation.NavigateTo(ReleaseUrls.BoardOf(wanted, IsBoard ? Query("show") : null), new NavigationOptions { ReplaceHistoryEntry = IsBoard });
    }

    private void Moved(object? sender, LocationChangedEventArgs arguments)
    {
        var query = Query("q");
        // While one types, the address follows the box, and not the box the address.
        if (_asked.Contains(query))
        {
            while (_asked.Dequeue() != query)
            {
                continue;
            }

            return;
        }

        _asked.Clear();
        if (!string.Equals(query, _text?.Trim(), StringComparison.Ordinal))
        {
            _text = query;
            _ = InvokeAsync(StateHasChanged);
        }
    }

    private bool IsBoard => new Uri(Navigation.Uri).AbsolutePath.TrimEnd('/') == ReleaseUrls.Board;

    private string Query(string name) =>
        QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query).TryGetValue(name, out var value) ? value.ToString() : "";
}
