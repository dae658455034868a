using System.Net;
using Release.Core.Failures;

namespace Release.Integrations.Registry;

/// <summary>Translates a registry's answers into exceptions.</summary>
internal static class RegistryAnswers
{
    /// <summary>Throws unless the status is 2xx.</summary>
    /// <exception cref="OutsideException">Any other status; for 401 and 403 the message says how to correct it.</exception>
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
            HttpStatusCode.TooManyRequests => new OutsideException($"The registry asks Release to wait{Patience(response)}.", FailureKind.Network),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => new OutsideException($"The registry did not answer in time ({status}).", FailureKind.Timeout),
            _ when status >= 500 => new OutsideException($"The registry failed with status {status}.", FailureKind.Network),
            _ => new OutsideException($"The registry answered {status} when asked for {image}, which says neither that it exists nor that it does not. Is {RegistryOptions.Section}:Address a container registry?", FailureKind.Application),
        };
    }

    public static OutsideException Refused(string image, RegistryOptions options) =>
        new(Refusal((int)HttpStatusCode.Unauthorized, image, options), FailureKind.Permission);

    private static string Refusal(int status, string image, RegistryOptions options) => options.Password.Length == 0
        ? $"The registry does not allow anonymous access to {image} ({status}). Set {RegistryOptions.Section}:Username and Password; for GHCR a token with read:packages."
        : $"The registry does not let Release read {image} ({status}). The account in {RegistryOptions.Section}:Username needs permission to pull it and a valid password.";

    private static string Patience(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => $": {delta.TotalSeconds:0} seconds",
        { Date: { } date } => $" until {date:u}",
        _ => "",
    };
}
