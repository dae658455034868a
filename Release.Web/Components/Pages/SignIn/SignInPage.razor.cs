using Microsoft.AspNetCore.Components;
using Release.Core.Access;
using Release.Web.Options;
using Release.Web.SignIn;
using Release.Web.Urls;

namespace Release.Web.Components.Pages.SignIn;

/// <summary>The only page without sign-in. It also says why a sign-in failed.</summary>
public sealed partial class SignInPage
{
    private Actor? _actor;
    private SignInProblem? _problem;
    private string _returnUrl = "";

    [SupplyParameterFromQuery(Name = "problem")]
    private string? Problem { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private SignInSettings Settings { get; set; } = null!;

    [Inject]
    private RoleMapping Mapping { get; set; } = null!;

    [Inject]
    private ReleaseOptions Options { get; set; } = null!;

    protected override void OnInitialized()
    {
        _actor = Http?.User.ToActor();
        _problem = Enum.TryParse<SignInProblem>(Problem, out var problem) && Enum.IsDefined(problem) ? problem : null;
        _returnUrl = LocalReturnUrl.Of(ReturnUrl);
    }
}
