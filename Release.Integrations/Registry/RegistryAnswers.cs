using System.Net;
using Release.Core.Failures;

namespace Release.Integrations.Registry;

/// <summary>What a registry's answers mean, in words.</summary>
internal static class RegistryAnswers
{
    /// <summary>Nothing happens for 2xx.</summary>
    /// <exception cref="OutsideException">Any other status; 401 and 403 say how to put it right.</exception>
    public static void ThrowUnlessWell(HttpResponseMessage response, string image, RegistryOptions options)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var status = (int)response.StatusCode;
        throw response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new OutsideException(Refusal(status, image, options), FailureKind.Permission),
            HttpStatusCode.TooManyRequests => new OutsideException($"The registry asks for patience{Patience(response)}.", FailureKind.Network),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => new OutsideException($"The registry did not answer in time ({status}).", FailureKind.Timeout),
            _ when status >= 500 => new OutsideException($"The registry is in trouble ({status}).", FailureKind.Network),
            _ => new OutsideException($"The registry answered {status} to the question whether {image} exists, which means neither yes nor no. Is {RegistryOptions.Section}:Address a container registry?", FailureKind.Application),
        };
    }

    public static OutsideException Refused(string image, RegistryOptions options) =>
        new(Refusal((int)HttpStatusCode.Unauthorized, image, options), FailureKind.Permission);

    private static string Refusal(int status, string image, RegistryOptions options) => options.Password.Length == 0
        ? $"The registry does not let everyone see {image} ({status}). Give {RegistryOptions.Section}:Username and Password; for GHCR a token with read:packages."
        : $"The registry does not let Release see {image} ({status}). The account in {RegistryOptions.Section}:Username needs the right to pull it, and a password that still counts.";

    private static string Patience(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => $": {delta.TotalSeconds:0} seconds",
        { Date: { } date } => $" until {date:u}",
        _ => "",
    };
}
