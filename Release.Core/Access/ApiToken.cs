using System.Security.Cryptography;
using System.Text;
using Release.Core.Environments;

namespace Release.Core.Access;

/// <summary>A machine's token. Only its hash is kept; the token itself is shown once, when it is made.</summary>
public sealed class ApiToken
{
    private string _environments = "";

    /// <param name="hash">SHA-256 of the token's UTF-8 bytes, 64 lower-case hexadecimal digits.</param>
    public ApiToken(
        string name, string hash, TokenScopes scopes, IEnumerable<EnvironmentName> environments, string createdBy, DateTimeOffset createdAt,
        string prefix = "", DateTimeOffset? expiresAt = null)
    {
        Name = name;
        Hash = hash;
        Scopes = scopes;
        _environments = string.Join(',', environments.Select(environment => environment.Value));
        CreatedBy = createdBy;
        CreatedAt = createdAt;
        Prefix = prefix;
        ExpiresAt = expiresAt;
    }

    private ApiToken()
    {
    }

    public int Id { get; private set; }

    public string Name { get; private set; } = "";

    public string Hash { get; private set; } = "";

    public TokenScopes Scopes { get; private set; }

    public string CreatedBy { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? LastUsedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>The token's first characters, so that people can tell tokens apart; empty for tokens from before prefixes were kept.</summary>
    public string Prefix { get; private set; } = "";

    /// <summary>When it expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>The hash before the last rotation; null when there is none.</summary>
    public string? FormerHash { get; private set; }

    /// <summary>Until when the previous secret still works.</summary>
    public DateTimeOffset? FormerUntil { get; private set; }

    public DateTimeOffset? RotatedAt { get; private set; }

    /// <summary>Empty means all.</summary>
    public IReadOnlyList<EnvironmentName> Environments =>
        [.. _environments.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(EnvironmentName.Parse)];

    public void Used(DateTimeOffset at) => LastUsedAt = at;

    public void Revoke(DateTimeOffset at) => RevokedAt ??= at;

    /// <summary>Takes a new secret's hash. The previous secret works until the end of the grace period; any earlier one stops working.</summary>
    /// <exception cref="InvalidOperationException">The token was revoked or has expired.</exception>
    public void Rotate(string hash, string prefix, DateTimeOffset at, TimeSpan grace)
    {
        if (Ended(at) is { } ended)
        {
            throw new InvalidOperationException(ended);
        }

        (FormerHash, FormerUntil, RotatedAt) = (Hash, at + grace, at);
        (Hash, Prefix) = (hash, prefix);
    }

    /// <summary>Why the token no longer works, in a sentence; null while it does.</summary>
    public string? Ended(DateTimeOffset now) =>
        RevokedAt is not null ? $"The token '{Name}' was revoked."
        : ExpiresAt <= now ? $"The token '{Name}' has expired."
        : null;

    /// <summary>Why this secret does not work, in a sentence; null when it does.</summary>
    /// <param name="hash">The hash of the presented secret: the current one or the previous one.</param>
    /// <param name="now">The present.</param>
    public string? Problem(string hash, DateTimeOffset now) => Ended(now)
        ?? (hash != Hash && !(FormerUntil > now) ? $"The token '{Name}' was rotated, and this is the old secret." : null);
}

/// <summary>What a machine token may do.</summary>
[Flags]
public enum TokenScopes
{
    None = 0,
    Read = 1,

    /// <summary>Record deployments (contracts §1).</summary>
    Notify = 2,

    /// <summary>Start deployments, in the token's environments.</summary>
    Deploy = 4,

    /// <summary>Everything else.</summary>
    Admin = 8,
    All = Read | Notify | Deploy | Admin,
}

/// <summary>Scopes as words, in API and pages alike: <c>read</c>, <c>notify</c>, <c>deploy</c>, <c>admin</c>.</summary>
public static class TokenScopeText
{
    public static readonly IReadOnlyList<TokenScopes> Each = [TokenScopes.Read, TokenScopes.Notify, TokenScopes.Deploy, TokenScopes.Admin];

    public static IReadOnlyList<string> Of(TokenScopes scopes) =>
        [.. Each.Where(scope => scopes.HasFlag(scope)).Select(scope => scope.ToString().ToLowerInvariant())];

    /// <summary>Null for a word that is no scope.</summary>
    public static TokenScopes? Parse(string? word) =>
        Each.Select(scope => (TokenScopes?)scope).FirstOrDefault(scope => scope.ToString()!.ToLowerInvariant() == word);
}

/// <summary>How machine tokens are made and hashed. They are long and random, so a plain SHA-256 is enough.</summary>
public static class TokenSecret
{
    /// <summary>What every token begins with, so that secret scanners find them: <c>rel_[A-Za-z0-9_-]{43}</c>.</summary>
    public const string Mark = "rel_";

    // Enough to tell tokens apart; 220 random bits remain secret.
    private const int ShownLength = 10;

    /// <summary>SHA-256 of the UTF-8 bytes, 64 lower-case hexadecimal digits.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>A new token: the prefix and 43 characters, 256 random bits.</summary>
    public static string New() => Mark + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))
        .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Its first characters, for people; empty for a token made elsewhere, because its beginning may be guessable.</summary>
    public static string PrefixOf(string token) =>
        token.StartsWith(Mark, StringComparison.Ordinal) && token.Length >= 40 ? token[..ShownLength] : "";
}
