using Release.Core.Access;
using Release.Web.Urls;

namespace Release.Web.Components.Pages.SignIn;

/// <summary>What happened and what to do, for each way in which a sign-in fails. Pure.</summary>
internal sealed record SignInText(string What, string Remedy)
{
    public static SignInText? Of(SignInProblem? problem, RoleMapping mapping) => problem switch
    {
        null => null,
        SignInProblem.Denied => new("You denied Release access to your GitHub account.", "Release needs your account's name to know what you may do. If that was a mistake, sign in again."),
        SignInProblem.Expired => new("This sign-in was started too long ago or in another browser.", "Your account is fine. Sign in again here."),
        SignInProblem.Away => new("GitHub did not answer.", "Release asks GitHub who you are and which teams you are in. Try again in a minute. Deployments that are under way continue."),
        SignInProblem.NoRole => new("Your GitHub account is not in a team that has a role in Release.", NoRole(mapping)),
        SignInProblem.TooMany => new("Too many sign-ins from your address failed.", "Wait a minute, then try again."),
        _ => new("The sign-in with GitHub failed.", "Try again. If it fails again, ask an operator: the reason is in Release's log."),
    };

    private static string NoRole(RoleMapping mapping)
    {
        var teams = string.Join(", ", mapping.Grants.Select(grant => $"{grant.Members} ({grant.Role.ToString().ToLowerInvariant()})").Distinct(StringComparer.Ordinal));
        var ask = mapping.Whom(Role.Admin, null) ?? mapping.Whom(Role.Viewer, null);
        return $"{(teams.Length == 0 ? "No team has a role yet" : $"Teams with a role: {teams}")}. {(ask is null ? "Ask the operator of Release." : $"Ask {ask} to add you, then sign in again.")}";
    }
}
