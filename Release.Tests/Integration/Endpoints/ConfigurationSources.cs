using Microsoft.Extensions.Configuration;

namespace Release.Tests.Integration.Endpoints;

internal static class ConfigurationSources
{
    /// <summary>The appsettings.json that ships.</summary>
    public static IConfigurationBuilder AddJsonFileForTests(this IConfigurationBuilder builder) =>
        builder.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: false);

    public static IConfigurationBuilder AddInMemoryForTests(this IConfigurationBuilder builder, params (string Key, string Value)[] settings) =>
        builder.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
}
