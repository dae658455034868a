using System.Text;
using Release.Core.Access;
using Release.Core.Environments;
using Release.Tests.Support.Access;

namespace Release.Tests.Integration.Access;

/// <summary>The tables of <c>docs/authorisation.md</c>, as the code has them.</summary>
internal static class AuthorisationDocument
{
    public static readonly EnvironmentOrder Order = new(
        [new(EnvironmentName.Parse("integration")), new(EnvironmentName.Parse("staging")), new(EnvironmentName.Parse("production"))]);

    private static readonly EnvironmentName Staging = EnvironmentName.Parse("staging");

    public static readonly IReadOnlyList<Actor> People =
    [
        Actor.Person("viewer", Role.Viewer),
        Actor.Person("developer", Role.Developer),
        Actor.Person("deployer of staging", Role.Deployer, [Staging]),
        Actor.Person("deployer", Role.Deployer),
        Actor.Person("admin", Role.Admin),
    ];

    public static readonly IReadOnlyList<Actor> Machines =
    [
        Actor.Machine("read", TokenScopes.Read),
        Actor.Machine("notify", TokenScopes.Notify),
        Actor.Machine("deploy", TokenScopes.Deploy),
        Actor.Machine("deploy in staging", TokenScopes.Deploy, [Staging]),
        Actor.Machine("admin", TokenScopes.Admin),
    ];

    public static string Tables()
    {
        var policy = new AccessPolicy(Order);
        var text = new StringBuilder("## People\n\n");
        Matrix(text, policy, People);
        text.Append("\n## Machine tokens, by scope\n\n");
        Matrix(text, policy, Machines);
        text.Append("\n## What each endpoint asks\n\n| endpoint | asks for |\n|---|---|\n");
        foreach (var row in AccessRows.All)
        {
            text.Append($"| `{row.Key}` | {(row.Action is { } action ? $"{action}{(row.ByEnvironment && AccessMatrix.RuleOf(action).ByEnvironment ? ", by environment" : "")}" : $"nobody: {row.Why}")} |\n");
        }

        text.Append("\n## What each page asks\n\n| page | asks for |\n|---|---|\n");
        foreach (var (pattern, action, _) in AccessRows.Pages)
        {
            text.Append($"| `{pattern}` | {action?.ToString() ?? "nobody"} |\n");
        }

        return text.ToString();
    }

    private static void Matrix(StringBuilder text, AccessPolicy policy, IReadOnlyList<Actor> actors)
    {
        text.Append("| to … | where |").AppendJoin("|", actors.Select(actor => $" {actor.Name} ")).Append("|\n");
        text.Append("|---|---|").Append(string.Concat(Enumerable.Repeat("---|", actors.Count))).Append('\n');
        foreach (var rule in AccessMatrix.Rules)
        {
            EnvironmentName?[] where = rule.ByEnvironment ? [.. Order.All.Select(environment => environment.Name)] : [null];
            foreach (var environment in where)
            {
                var answers = actors.Select(actor => policy.Decide(actor, rule.Action, environment).Allowed ? " yes " : " – ");
                text.Append($"| {rule.Words} ({rule.Action}) | {environment?.Value ?? ""} |").AppendJoin("|", answers).Append("|\n");
            }
        }
    }
}
