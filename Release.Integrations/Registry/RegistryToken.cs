namespace Release.Integrations.Registry;

/// <summary>A bearer token for one repository; never logged.</summary>
/// <param name="Until">From then on it is not used any more; a little before the registry's own end of it.</param>
internal sealed record RegistryToken(string Value, DateTimeOffset Until)
{
    /// <summary>Without the value.</summary>
    public override string ToString() => $"a token until {Until:u}";
}
