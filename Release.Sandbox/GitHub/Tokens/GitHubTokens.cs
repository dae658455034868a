using System.Security.Cryptography;
using System.Text;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Tokens;

/// <summary>Which token stands for whom. Kept by hash in one file; the machine user's own is also in <c>github-token</c>, for the product to read.</summary>
internal sealed class GitHubTokens
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>GitHub's: of one person's tokens for one app, the oldest goes. There is one app.</summary>
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

    /// <summary>The personal token of <see cref="SandboxGitHub.MachineLogin"/>, which may read and write everything.</summary>
    public string Machine { get; }

    /// <summary>A new token in GitHub's form.</summary>
    /// <param name="prefix"><c>ghp_</c> personal, <c>gho_</c> OAuth, <c>ghs_</c> installation.</param>
    public static string Make(string prefix) => prefix + RandomNumberGenerator.GetString(Letters, 36);

    /// <summary>Null for an unknown, revoked or expired token.</summary>
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

/// <summary>Who a token stands for.</summary>
/// <param name="Login">The account; an installation's is the app's own.</param>
/// <param name="InstallationId">For an installation's token; null for a person's or a machine user's.</param>
/// <param name="Scopes">As in <c>x-oauth-scopes</c>; empty for an installation.</param>
internal sealed record GitHubIdentity(string Login, long? InstallationId, IReadOnlyList<string> Scopes)
{
    public bool MayWriteRepositories => Scopes.Contains("repo") || Scopes.Contains("public_repo");
}

/// <summary>A token as it is kept: under its hash, never itself.</summary>
internal sealed record StoredToken(GitHubIdentity Identity, DateTimeOffset? ExpiresAt, DateTimeOffset MadeAt = default);
