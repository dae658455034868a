using Release.Core.Access;

namespace Release.Tests.Support.Access;

/// <summary>An endpoint of Release: what it asks of the policy, and a call that gets as far as being asked and then does no harm.</summary>
/// <param name="Method">GET, POST …</param>
/// <param name="Pattern">As it is mapped.</param>
/// <param name="Action">What it asks; null where the policy is not asked, and then <paramref name="Why"/> says why.</param>
/// <param name="Path">The call's address; <c>{environment}</c> and <c>{deployment}</c> are filled in. Null: the pattern.</param>
/// <param name="Body">The call's JSON, filled in likewise.</param>
/// <param name="Why">Why nobody is asked.</param>
internal sealed record EndpointRow(string Method, string Pattern, AccessAction? Action, string? Path = null, string? Body = null, string? Why = null)
{
    public string Key => $"{Method} {Pattern}";

    public bool ByEnvironment => (Path + Body).Contains("{environment}", StringComparison.Ordinal) || (Path + Body).Contains("{deployment}", StringComparison.Ordinal);
}
