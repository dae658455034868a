using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Release.Core.Failures;
using Release.Integrations.GitHub.Objects;
using Release.Integrations.Http;

namespace Release.Integrations.GitHub.Client;

/// <summary>GitHub answered with a status that is not 2xx.</summary>
/// <param name="words">GitHub's message.</param>
/// <param name="refusal">The exception for callers that did not expect the status.</param>
internal sealed class GitHubRefusedException(HttpStatusCode status, string words, OutsideException refusal) : Exception(refusal.Message)
{
    public HttpStatusCode Status => status;

    public string Words => words;

    public OutsideException Refusal => refusal;
}

/// <summary>No complete answer arrived. It becomes an <c>OutsideException</c> after the last retry.</summary>
internal sealed class GitHubTransportException(string message, FailureKind kind, Exception innerException) : Exception(message, innerException)
{
    public FailureKind Kind => kind;
}

/// <summary>
/// Translates GitHub's error answers and failed exchanges into messages for people. No message contains a request's headers
/// or body.
/// </summary>
internal static class GitHubErrors
{
    /// <summary>The exception for a status that is not 2xx.</summary>
    public static GitHubRefusedException From(GitHubAnswer answer, GitHubCall call)
    {
        var (what, why) = (call.What, Describe(answer.Words));
        return new GitHubRefusedException(answer.Status, why, answer.Status switch
        {
            HttpStatusCode.Unauthorized => new OutsideException(
                $"GitHub does not accept Release's credentials ({what}): {why} Check {GitHubOptions.Section}:Token, or {GitHubOptions.Section}:App with its key and the machine's clock.", FailureKind.Permission),
            HttpStatusCode.Forbidden => new OutsideException(
                $"GitHub does not let Release ask for {what}: {why} {Remedy(call)}", FailureKind.Permission),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new OutsideException(
                $"GitHub has no {what}, or does not show it to Release: {why} {Remedy(call)}", FailureKind.NotFound),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => new OutsideException($"GitHub took too long to answer about {what}: {why}", FailureKind.Timeout),
            _ when answer.IsRedirect => ForeignRedirect(call, answer.Response.Headers.Location),
            _ when (int)answer.Status >= 500 => new OutsideException($"GitHub is in trouble ({(int)answer.Status}, {what}): {why}", FailureKind.Network),
            _ => new OutsideException($"GitHub refused {what} ({(int)answer.Status}): {why}", FailureKind.Application),
        });
    }

    public static OutsideException ForeignRedirect(GitHubCall call, Uri? address)
    {
        var where = address is { IsAbsoluteUri: true } ? address.Host : "no address given";
        return new OutsideException(
            $"GitHub redirects Release to another host for {call.What} ({where}), to which its token must not be sent. Check {GitHubOptions.Section}:ApiAddress.", FailureKind.Permission);
    }

    /// <summary>The exception for GraphQL errors without data.</summary>
    public static OutsideException From(IReadOnlyList<GraphError> errors, GitHubCall call)
    {
        var why = Sentence(string.Join(" ", errors.Select(error => error.Message)));
        return errors.Any(error => error.Type is "FORBIDDEN" or "INSUFFICIENT_SCOPES")
            ? new OutsideException($"GitHub does not let Release ask for {call.What}: {why} {Remedy(call)}", FailureKind.Permission)
            : new OutsideException($"GitHub's GraphQL API could not answer about {call.What}: {why}", FailureKind.Network);
    }

    /// <summary>The answer could not be read. Without the parser's message if the answer is secret, because it may quote it.</summary>
    public static OutsideException Unreadable(Exception exception, GitHubCall call) => call.Route == GitHubRoutes.InstallationToken
        ? new OutsideException($"GitHub's answer about {call.What} could not be read.", FailureKind.Network)
        : new OutsideException($"GitHub's answer about {call.What} could not be read: {NetworkErrors.Cut(exception.Message)}", FailureKind.Network, exception);

    public static string DescribeFailure(Exception exception, GitHubCall call, Uri address) => exception switch
    {
        _ when NetworkErrors.Find<SocketException>(exception) is { } socket => $"GitHub could not be reached at {address.Authority}: {NetworkErrors.Describe(socket)}",
        _ when NetworkErrors.Find<AuthenticationException>(exception) is { } authentication => $"There is no secure connection to GitHub at {address.Authority}: {NetworkErrors.Cut(authentication.Message)}",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => $"GitHub's answer about {call.What} is larger than {GitHubHandler.LargestAnswer / (1024 * 1024)} MB.",
        _ when NetworkErrors.Find<HttpIOException>(exception) is { HttpRequestError: HttpRequestError.ResponseEnded } => $"GitHub ended the connection in the middle of its answer about {call.What}.",
        _ => $"GitHub could not be reached at {address.Authority}: {NetworkErrors.Cut(exception.Message)}",
    };

    /// <summary>GitHub's message with its details.</summary>
    private static string Describe(byte[] body)
    {
        try
        {
            return body is [(byte)'{', ..] && JsonSerializer.Deserialize(body, GitHubJson.Default.ErrorBody) is { } error
                ? Sentence(string.Join(" ", new[] { error.Message, error.Details }.Where(text => !string.IsNullOrWhiteSpace(text))))
                : Sentence("");
        }
        catch (JsonException)
        {
            // The body is not GitHub's, for example a proxy's page; only the status says what happened.
            return Sentence("");
        }
    }

    private static string Remedy(GitHubCall call) =>
        $"The token or app needs {call.Route.Permission}; an organisation with single sign-on must have authorised it.";

    private static string Sentence(string text) => text.Length == 0 ? "no reason given." : NetworkErrors.Cut(text).TrimEnd('.') + ".";
}
