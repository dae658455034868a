namespace Release.Integrations;

/// <summary>Marks the assembly for those who look it up.</summary>
public static class AssemblyIntegrations
{
}
