using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Release.Core.Deployments;
using Release.Core.Ports;
using Release.Integrations.GitHub.Objects;
using Release.Integrations.Http;

namespace Release.Integrations.GitHub.Client;

/// <summary>Puts GitHub's refusals and silences into words. Nothing of a request's headers or body gets into them.</summary>
internal static class GitHubErrors
{
    /// <summary>What a status that is no success means.</summary>
    public static OutsideException From(GitHubAnswer answer, GitHubRequest request)
    {
        var (what, why) = (request.What, Words(answer));
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized => new OutsideException(
                $"GitHub does not accept Release's credentials ({what}): {why} Check {GitHubOptions.Section}:Token, or {GitHubOptions.Section}:App with its key and the machine's clock.", FailureKind.Permission),
            HttpStatusCode.Forbidden => new OutsideException(
                $"GitHub does not let Release ask for {what}: {why} {Remedy(request)}", FailureKind.Permission),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new OutsideException(
                $"GitHub has no {what}, or does not show it to Release: {why} {Remedy(request)}", FailureKind.NotFound),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => new OutsideException($"GitHub took too long to answer about {what}: {why}", FailureKind.Timeout),
            _ when answer.IsRedirect => new OutsideException(
                $"GitHub sends Release to another address for {what} ({answer.Location?.Host ?? "none named"}), where its token must not go. Check {GitHubOptions.Section}:ApiAddress.", FailureKind.Permission),
            _ when (int)answer.Status >= 500 => new OutsideException($"GitHub is in trouble ({(int)answer.Status}, {what}): {why}", FailureKind.Network),
            _ => new OutsideException($"GitHub refused {what} ({(int)answer.Status}): {why}", FailureKind.Application),
        };
    }

    /// <summary>GitHub's own message with its details.</summary>
    public static string Words(GitHubAnswer answer)
    {
        try
        {
            if (answer.Body is [(byte)'{', ..] && JsonSerializer.Deserialize(answer.Body, GitHubJson.Default.ErrorBody) is { } error)
            {
                return Sentence(string.Join(" ", new[] { error.Message, error.Details }.Where(text => !string.IsNullOrWhiteSpace(text))));
            }
        }
        catch (JsonException)
        {
            // A proxy's page instead of GitHub's own words: the status has to do.
            return "no reason given.";
        }

        return "no reason given.";
    }

    /// <summary>GraphQL's errors where they leave nothing to show.</summary>
    public static OutsideException From(IReadOnlyList<GraphError> errors, GitHubRequest request)
    {
        var why = Sentence(string.Join(" ", errors.Select(error => error.Message)));
        return errors.Any(error => error.Type is "FORBIDDEN" or "INSUFFICIENT_SCOPES")
            ? new OutsideException($"GitHub does not let Release ask for {request.What}: {why} {Remedy(request)}", FailureKind.Permission)
            : new OutsideException($"GitHub could not answer about {request.What}: {why}", FailureKind.Network);
    }

    public static OutsideException Unreadable(Exception exception, GitHubRequest request) =>
        new($"What GitHub answered about {request.What} could not be read: {NetworkTrouble.Cut(exception.Message)}", FailureKind.Network, exception);

    public static string Trouble(Exception exception, GitHubRequest request, Uri address) => exception switch
    {
        _ when NetworkTrouble.Find<SocketException>(exception) is { } socket => $"GitHub could not be reached at {address.Authority}: {NetworkTrouble.Words(socket)}",
        _ when NetworkTrouble.Find<AuthenticationException>(exception) is { } authentication => $"There is no secure connection to GitHub at {address.Authority}: {NetworkTrouble.Cut(authentication.Message)}",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => $"GitHub's answer about {request.What} is larger than {GitHubTransport.LargestAnswer / (1024 * 1024)} MB.",
        _ when NetworkTrouble.Find<HttpIOException>(exception) is { HttpRequestError: HttpRequestError.ResponseEnded } => $"GitHub ended the connection in the middle of its answer about {request.What}.",
        _ => $"GitHub could not be reached at {address.Authority}: {NetworkTrouble.Cut(exception.Message)}",
    };

    private static string Remedy(GitHubRequest request) =>
        $"The token or app needs {request.Route.Permission}; an organisation with single sign-on must have authorised it.";

    private static string Sentence(string text) => text.Length == 0 ? "no reason given." : NetworkTrouble.Cut(text).TrimEnd('.') + ".";
}
