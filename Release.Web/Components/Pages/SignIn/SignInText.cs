using Release.Core.Access;
using Release.Web.Urls;

namespace Release.Web.Components.Pages.SignIn;

/// <summary>What happened and what to do, for each way in which a sign-in comes to nothing. Pure.</summary>
internal sealed record SignInText(string What, string Remedy)
{
    public static SignInText? Of(SignInProblem? problem, RoleMapping mapping) => problem switch
    {
        null => null,
        SignInProblem.Denied => new("You told GitHub not to let Release know who you are.", "Without that Release cannot tell what you may do. Sign in again if it was a slip."),
        SignInProblem.Expired => new("This sign-in was begun too long ago, or in another browser.", "Nothing is wrong with your account. Sign in again, here."),
        SignInProblem.Away => new("Couldn't get an answer from GitHub.", "Release asks GitHub who you are and which teams you are in. Try again in a minute; deployments that are under way go on."),
        SignInProblem.NoRole => new("Your GitHub account is in no team that Release knows.", NoRole(mapping)),
        SignInProblem.TooMany => new("Too many sign-ins from your address came to nothing.", "Wait a minute, then try again."),
        _ => new("The sign-in with GitHub came to nothing.", "Try again. If it happens again, an operator finds the reason in Release's log."),
    };

    private static string NoRole(RoleMapping mapping)
    {
        var teams = string.Join(", ", mapping.Grants.Select(grant => $"{grant.Members} ({grant.Role.ToString().ToLowerInvariant()})").Distinct(StringComparer.Ordinal));
        var ask = mapping.Whom(Role.Admin, null) ?? mapping.Whom(Role.Viewer, null);
        return $"It knows {(teams.Length == 0 ? "none yet" : teams)}. {(ask is null ? "Ask whoever runs Release." : $"Ask {ask} to add you, then sign in again.")}";
    }
}
