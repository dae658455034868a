using System.Security.Cryptography;
using System.Text;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Tokens;

/// <summary>Tokens and their owners, saved as hashes in one file. The machine user's token is also in <c>github-token</c>, for the product to read.</summary>
internal sealed class GitHubTokens
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>GitHub's limit of tokens for one person and app; the oldest is revoked. There is one app.</summary>
    private const int Most = 10;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredToken> _tokens;

    public GitHubTokens(string path, string machineTokenPath, ILogger logger, TimeProvider time)
    {
        _path = path;
        _time = time;
        _tokens = StateFile.Load<Dictionary<string, StoredToken>>(path, logger) ?? [];
        Machine = SecretFile.LoadOrCreate(machineTokenPath, () => Make("ghp_"));
    }

    /// <summary>The personal token of <see cref="SandboxGitHub.MachineLogin"/>, with read and write access to everything.</summary>
    public string Machine { get; }

    /// <summary>A new token in GitHub's format.</summary>
    /// <param name="prefix"><c>ghp_</c> personal, <c>gho_</c> OAuth, <c>ghs_</c> installation.</param>
    public static string Make(string prefix) => prefix + RandomNumberGenerator.GetString(Letters, 36);

    /// <summary>The owner of a token; null for an unknown, revoked or expired one.</summary>
    public GitHubIdentity? Find(string token)
    {
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Machine)))
        {
            return new GitHubIdentity(SandboxGitHub.MachineLogin, null, ["repo", "read:org", "workflow", "read:packages"]);
        }

        lock (_gate)
        {
            return _tokens.TryGetValue(HashOf(token), out var stored) && (stored.ExpiresAt is not { } end || end > _time.GetUtcNow()) ? stored.Identity : null;
        }
    }

    /// <param name="expiresAt">Null for never.</param>
    public void Register(string token, GitHubIdentity identity, DateTimeOffset? expiresAt)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var old = _tokens.Where(entry => entry.Value.ExpiresAt is null && entry.Value.Identity.Login == identity.Login)
                .OrderByDescending(entry => entry.Value.MadeAt).Skip(expiresAt is null ? Most - 1 : int.MaxValue);
            foreach (var (name, _) in _tokens.Where(entry => entry.Value.ExpiresAt < now).Concat(old).ToList())
            {
                _tokens.Remove(name);
            }

            _tokens[HashOf(token)] = new StoredToken(identity, expiresAt, now);
            StateFile.Save(_path, _tokens, secret: true);
        }
    }

    /// <returns>Whether there was such a token.</returns>
    public bool Revoke(string token)
    {
        lock (_gate)
        {
            var known = _tokens.Remove(HashOf(token));
            if (known)
            {
                StateFile.Save(_path, _tokens, secret: true);
            }

            return known;
        }
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>The owner and rights of a token.</summary>
/// <param name="Login">The account; for an installation the app's bot account.</param>
/// <param name="InstallationId">The installation of an app's token; null for a person or machine user.</param>
/// <param name="Scopes">Scopes as in <c>x-oauth-scopes</c>; empty for an installation.</param>
internal sealed record GitHubIdentity(string Login, long? InstallationId, IReadOnlyList<string> Scopes)
{
    public bool MayWriteRepositories => Scopes.Contains("repo") || Scopes.Contains("public_repo");
}

/// <summary>A saved token; only its hash is stored.</summary>
internal sealed record StoredToken(GitHubIdentity Identity, DateTimeOffset? ExpiresAt, DateTimeOffset MadeAt = default);
