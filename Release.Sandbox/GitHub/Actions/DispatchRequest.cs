using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Actions;

/// <summary>
/// A workflow dispatch of <c>deploy.yml</c>, validated as GitHub does against the inputs that the workflow declares. <c>gitRef</c> is not
/// resolved here: GitHub starts the run, and an unknown reference fails its checkout.
/// Source: https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event
/// </summary>
/// <param name="Ref">The branch or tag whose workflow runs.</param>
/// <param name="ReturnRunDetails">Whether the response contains the run's id and links.</param>
internal sealed record DispatchRequest(string Ref, string Environment, string GitRef, bool ReturnRunDetails)
{
    private static readonly IReadOnlyList<string> Inputs = ["environment", "gitRef"];

    /// <exception cref="GitHubException">422 with what is wrong.</exception>
    public static DispatchRequest Read(JsonObject body, IReadOnlyList<string> environments)
    {
        var reference = body.Required("ref");
        var inputs = body["inputs"] switch
        {
            null => [],
            JsonObject given => given,
            _ => throw GitHubException.Unprocessable("Invalid request.\n\nFor 'properties/inputs', it is not an object."),
        };
        var unexpected = inputs.Select(input => input.Key).Except(Inputs, StringComparer.Ordinal).ToList();
        if (unexpected.Count > 0)
        {
            throw GitHubException.Unprocessable($"Unexpected inputs provided: {JsonSerializer.Serialize(unexpected)}");
        }

        var missing = Inputs.FirstOrDefault(name => string.IsNullOrEmpty(inputs.Text(name)));
        if (missing is not null)
        {
            throw GitHubException.Unprocessable($"Required input '{missing}' not provided");
        }

        var environment = inputs.Text("environment")!;
        return environments.Contains(environment, StringComparer.Ordinal)
            ? new DispatchRequest(reference, environment, inputs.Text("gitRef")!, body.Flag("return_run_details"))
            : throw GitHubException.Unprocessable($"Provided value '{environment}' for input 'environment' not in the list of allowed values");
    }
}

/// <summary>The rules by which GOV.UK's <c>deploy.yml</c> uses its inputs.</summary>
internal static partial class DeployWorkflow
{
    /// <summary>The image tag: the git tag's name; for a branch or a commit, the full commit id. Null when there is no such reference.</summary>
    public static async Task<string?> TagOfAsync(AppRepository repository, string gitRef, CancellationToken cancellationToken)
    {
        var name = gitRef.StartsWith("refs/tags/", StringComparison.Ordinal) ? gitRef["refs/tags/".Length..] : gitRef;
        return ImageTag().IsMatch(name) && repository.Git.Refs.Read().ContainsKey($"refs/tags/{name}")
            ? name
            : (await repository.Git.ResolveAsync(gitRef, cancellationToken))?.Sha;
    }

    /// <summary>The run's title, as <c>run-name</c> builds it.</summary>
    public static string TitleOf(string gitRef, string environment) => $"Deploy {gitRef} to {environment}";

    /// <summary>Whether a registry accepts the text as a tag.</summary>
    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ImageTag();
}
