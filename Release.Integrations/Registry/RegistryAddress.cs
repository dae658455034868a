namespace Release.Integrations.Registry;

/// <summary>Rules about addresses that a registry is asked at, or names itself.</summary>
internal static class RegistryAddress
{
    /// <summary>Whether nobody on the way can read what is sent there.</summary>
    public static bool IsSafeForSecrets(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;
}
