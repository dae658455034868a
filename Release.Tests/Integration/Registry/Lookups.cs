using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Applications;
using Release.Core.Sources;
using Release.Integrations.Http;
using Release.Integrations.Registry;

namespace Release.Tests.Integration.Registry;

/// <summary>The adapter under test, and questions to it.</summary>
internal static class Lookups
{
    public static readonly SourceRepository Publisher = SourceRepository.Parse("Example/Publisher");

    public static OciImageRegistry Registry(Uri address, TimeProvider? clock = null, Action<RegistryOptions>? with = null)
    {
        var options = new RegistryOptions { Address = address.ToString() };
        with?.Invoke(options);
        new RegistryOptionsValidator().Validate(null, options).Failed.ShouldBeFalse();
        return new OciImageRegistry(OutsideHttp.Client(), options, clock ?? TimeProvider.System, NullLogger<OciImageRegistry>.Instance);
    }

    public static Task<bool> HasAsync(this IImageRegistry registry, string tag, SourceRepository? repository = null) =>
        registry.ExistsAsync(repository ?? Publisher, ImageTag.Parse(tag), TestContext.Current.CancellationToken);
}
