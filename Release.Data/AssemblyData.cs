namespace Release.Data;

/// <summary>Marks the assembly for those who look it up.</summary>
public static class AssemblyData
{
}
