using System.Net;
using Release.Data;
using Release.Web.Options;

namespace Release.Web.Start;

/// <summary>The addresses to listen on, read from the same configuration as Kestrel reads, but earlier.</summary>
internal static class ListenAddresses
{
    public const string Default = "http://127.0.0.1:5000";
    public const string Remedy = $"Give another address: --urls {Default}.";

    /// <summary>Every configured address; <c>http_ports</c> means every network interface.</summary>
    public static IReadOnlyList<string> Of(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        if (endpoints.Length > 0)
        {
            return endpoints;
        }

        if (Split(configuration[WebHostDefaults.ServerUrlsKey]) is { Length: > 0 } urls)
        {
            return urls;
        }

        return
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
        ];
    }

    public static bool IsLoopback(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding.IsUnixPipe || binding.IsNamedPipe
            || string.Equals(binding.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    /// <summary>In sandbox mode everyone is admin, so only this machine may reach it, unless an option allows more.</summary>
    /// <exception cref="StartupRefusedException">An address is not loopback, or not an address.</exception>
    public static void Check(IReadOnlyList<string> addresses, ReleaseOptions options)
    {
        foreach (var address in addresses)
        {
            bool loopback;
            try
            {
                loopback = IsLoopback(address);
            }
            catch (FormatException error)
            {
                throw new StartupRefusedException($"'{address}' is not an address to listen on: use --urls {Default}, for example.", error);
            }

            if (!loopback && options is { IsSandbox: true, Sandbox.AllowRemote: false })
            {
                throw new StartupRefusedException(
                    $"'{address}' can be reached from other machines, and in sandbox mode everyone who reaches it is admin. "
                    + $"Listen on loopback (--urls {Default}), or set Release:Sandbox:AllowRemote to true.");
            }
        }
    }

    private static string[] Split(string? text) =>
        text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
