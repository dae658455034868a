using Release.Core.Environments;

namespace Release.Core.Policies;

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

    /// <summary>The token's first characters, by which people tell tokens apart; empty for those made before there were any.</summary>
    public string Prefix { get; private set; } = "";

    /// <summary>When it ends by itself; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>The hash before the last rotation; null when there is none.</summary>
    public string? FormerHash { get; private set; }

    /// <summary>Until when the token before the last rotation still counts.</summary>
    public DateTimeOffset? FormerUntil { get; private set; }

    public DateTimeOffset? RotatedAt { get; private set; }

    /// <summary>Empty means all.</summary>
    public IReadOnlyList<EnvironmentName> Environments =>
        [.. _environments.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(EnvironmentName.Parse)];

    public void Used(DateTimeOffset at) => LastUsedAt = at;

    public void Revoke(DateTimeOffset at) => RevokedAt ??= at;

    /// <summary>Takes a new secret's hash; the one before counts for the grace, and any before that no more.</summary>
    /// <exception cref="InvalidOperationException">It is not in use any more.</exception>
    public void Rotate(string hash, string prefix, DateTimeOffset at, TimeSpan grace)
    {
        if (Ended(at) is { } ended)
        {
            throw new InvalidOperationException(ended);
        }

        (FormerHash, FormerUntil, RotatedAt) = (Hash, at + grace, at);
        (Hash, Prefix) = (hash, prefix);
    }

    /// <summary>Null while it is in use; else why not, in a sentence.</summary>
    public string? Ended(DateTimeOffset now) =>
        RevokedAt is not null ? $"The token '{Name}' was revoked."
        : ExpiresAt <= now ? $"The token '{Name}' has expired."
        : null;

    /// <summary>Null when this secret signs in now; else why not, in a sentence.</summary>
    /// <param name="hash">Of what was presented: the present hash, or the former one.</param>
    /// <param name="now">The present.</param>
    public string? Problem(string hash, DateTimeOffset now) => Ended(now)
        ?? (hash != Hash && !(FormerUntil > now) ? $"The token '{Name}' was rotated, and this is the secret before." : null);
}
