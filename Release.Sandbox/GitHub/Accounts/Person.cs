using System.Globalization;

namespace Release.Sandbox.GitHub.Accounts;

/// <summary>An account. Everybody here is invented.</summary>
/// <param name="Id">GitHub's number of it.</param>
/// <param name="Teams">Slugs of the organisation's teams at first; somebody in none is not of the organisation.</param>
/// <param name="IsMachine">For accounts that no person signs in with.</param>
internal sealed record Person(long Id, string Login, string Name, IReadOnlyList<string> Teams, bool IsMachine = false)
{
    public string Email => IsBot ? $"{Id.ToString(CultureInfo.InvariantCulture)}+{Login}@users.noreply.example.com" : $"{Login}@example.com";

    public bool IsBot => Login.EndsWith("[bot]", StringComparison.Ordinal);
}
