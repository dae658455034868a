using Release.Tests.Support;

namespace Release.Tests.Integration.Endpoints;

/// <summary>One host for the tests of a class that do not mind each other.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    internal ReleaseApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await ReleaseApp.StartAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
