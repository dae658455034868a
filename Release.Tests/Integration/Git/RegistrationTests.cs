using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Integrations;

namespace Release.Tests.Integration.Git;

public sealed class RegistrationTests
{
    [Fact]
    public async Task The_container_gives_one_repository_with_the_configured_options()
    {
        await using var remote = await TestRemote.CreateAsync((TestRemote.Folder + "/integration/publisher", "image_tag: v1\n"));
        await using var services = Container(("Release:ConfigRepository:Url", remote.Url), ("Release:DataDirectory", remote.Elsewhere("data")));

        var snapshot = await services.GetRequiredService<IConfigRepository>().ReadAllAsync(TestContext.Current.CancellationToken);

        snapshot.Files.ShouldHaveSingleItem();
        services.GetRequiredService<IConfigRepositoryChanges>().ShouldBeSameAs(services.GetRequiredService<IConfigRepository>());
        Directory.Exists(remote.Mirror).ShouldBeTrue();
    }

    [Fact]
    public void A_missing_address_is_refused()
    {
        using var services = Container();

        var exception = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IConfigRepository>());

        exception.Message.ShouldContain("Release:ConfigRepository:Url is not set. Set it to");
    }

    private static ServiceProvider Container(params (string Key, string Value)[] settings) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(new EnvironmentOrder([new DeploymentEnvironment(EnvironmentName.Parse("integration"))]))
            .AddReleaseConfigRepository(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value)).Build())
            .BuildServiceProvider();
}
