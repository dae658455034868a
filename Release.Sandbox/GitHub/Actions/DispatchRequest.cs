using System.Text.Json;
using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Http;

namespace Release.Sandbox.GitHub.Actions;

/// <summary>
/// A wish to run <c>deploy.yml</c>, checked as GitHub checks it against the inputs that the workflow declares. What <c>gitRef</c> names is not
/// looked at here: GitHub starts the run, and the run fails at its checkout.
/// Source: https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event
/// </summary>
/// <param name="Ref">The branch or tag whose workflow runs.</param>
/// <param name="ReturnRunDetails">Whether the answer names the run.</param>
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
