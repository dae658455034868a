using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Release.Web.Options;

namespace Release.Web.Components.Layout;

public sealed partial class MainLayout
{
    private ErrorBoundary? _boundary;

    [Inject]
    private ReleaseOptions Options { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Address => "/" + Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0];

    protected override void OnParametersSet() => Recover();

    private void Recover() => _boundary?.Recover();
}
