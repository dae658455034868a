using Release.Tests.Support;

namespace Release.Tests.Integration.Webhooks;

/// <summary>One host, with a secret, for the tests of a class that do not mind each other.</summary>
public sealed class WebhookApp : IAsyncLifetime
{
    internal ReleaseApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await ReleaseApp.StartAsync(GitHubSender.Setting);

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
