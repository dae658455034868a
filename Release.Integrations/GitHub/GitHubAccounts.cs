using System.Net.Http.Headers;
using System.Text.Json;
using Release.Core.Access;
using Release.Core.Failures;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub;

/// <summary>Reads the account that an OAuth token belongs to (https://docs.github.com/rest/users/users#get-the-authenticated-user).</summary>
public static class GitHubAccounts
{
    public static string AddressOf(GitHubOptions options) => $"{options.ApiAddress.TrimEnd('/')}/user";

    /// <param name="client">A client without default credentials.</param>
    /// <param name="options">GitHub's address.</param>
    /// <param name="token">The person's token; it is not stored.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OutsideException">GitHub did not answer as expected.</exception>
    public static async Task<GitHubAccount> ReadAsync(HttpClient client, GitHubOptions options, string token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(options));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.UserAgent.ParseAdd("Release");
        request.Headers.Add("X-GitHub-Api-Version", options.ApiVersion);
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new OutsideException($"GitHub did not say who signed in: it answered {(int)response.StatusCode}.", FailureKind.Network);
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var user = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return Account(user.RootElement);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new OutsideException("GitHub did not say who signed in, or its answer could not be read.", FailureKind.Network, error);
        }
    }

    private static GitHubAccount Account(JsonElement user)
    {
        var login = user.GetProperty("login").GetString();
        var name = user.TryGetProperty("name", out var given) && given.ValueKind is JsonValueKind.String ? given.GetString() : null;
        return string.IsNullOrEmpty(login)
            ? throw new FormatException("An account without a login.")
            : new GitHubAccount(user.GetProperty("id").GetInt64(), login[..Math.Min(login.Length, 100)], name is null ? "" : name[..Math.Min(name.Length, 256)]);
    }
}
