namespace Release.Core;

/// <summary>Marks the assembly for those who look it up.</summary>
public static class AssemblyCore
{
}
