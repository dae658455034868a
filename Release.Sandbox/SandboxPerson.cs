namespace Release.Sandbox;

/// <summary>Somebody who can sign in through the sandbox's GitHub.</summary>
/// <param name="Teams">Slugs of the organisation's teams; somebody in none is not of the organisation.</param>
public sealed record SandboxPerson(string Login, string Name, IReadOnlyList<string> Teams);
