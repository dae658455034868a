namespace Release.Core.Policies;

/// <summary>What became of a wish about a machine token.</summary>
public abstract record TokenResult
{
    private TokenResult()
    {
    }

    /// <param name="Secret">The token itself: shown once, then nobody knows it.</param>
    public sealed record Made(ApiToken Token, string Secret) : TokenResult
    {
        /// <summary>Without the secret, because records are written into logs.</summary>
        public override string ToString() => $"Made {Token.Name}";
    }

    public sealed record Revoked(ApiToken Token) : TokenResult;

    /// <summary>The wish is not right.</summary>
    public sealed record Refused(string Field, string Reason) : TokenResult;

    /// <summary>The one who asks may not; it stands in the event log.</summary>
    public sealed record Forbidden(string Reason) : TokenResult;

    /// <summary>The token is not one for which that can be done.</summary>
    public sealed record NotNow(string Reason) : TokenResult;

    public sealed record NotFound : TokenResult;
}
