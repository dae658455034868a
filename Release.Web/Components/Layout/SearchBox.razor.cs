using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Release.Web.Urls;

namespace Release.Web.Components.Layout;

/// <summary>Filters the board while the user types; on other pages Enter opens the board.</summary>
public sealed partial class SearchBox
{
    // Queries whose navigation has not been reported yet; reports can arrive after the next letter is typed.
    private readonly Queue<string> _navigating = [];
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
        if (IsBoard && wanted == (_navigating.LastOrDefault() ?? Query("q")))
        {
            return;
        }

        _navigating.Enqueue(wanted);
        Navigation.NavigateTo(ReleaseUrls.BoardOf(wanted, IsBoard ? Query("show") : null), new NavigationOptions { ReplaceHistoryEntry = IsBoard });
    }

    private void Moved(object? sender, LocationChangedEventArgs arguments)
    {
        var query = Query("q");
        // Our own navigation: the box already shows this query or a newer one.
        if (_navigating.Contains(query))
        {
            while (_navigating.Dequeue() != query)
            {
                continue;
            }

            return;
        }

        _navigating.Clear();
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
