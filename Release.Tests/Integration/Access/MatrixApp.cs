using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Access;
using Release.Core.Environments;
using Release.Data.Stores;
using Release.Tests.Support;

namespace Release.Tests.Integration.Access;

/// <summary>A host in which every actor of the matrix has a session or a token, and every environment a deployment.</summary>
public sealed class MatrixApp : IAsyncLifetime
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _deployments = new(StringComparer.Ordinal);

    internal ReleaseApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Nobody is asked for at GitHub here: what is tested is what a role may, not how one gets it.
        App = await ReleaseApp.StartAsync("Release:Authentication:Remembered=10:00:00", "Release:Authentication:RecheckEvery=10:00:00");
        for (var index = 0; index < AuthorisationDocument.People.Count; index++)
        {
            var person = AuthorisationDocument.People[index];
            using var browser = await App.PersonAsync(100 + index, person.Role!.Value, [.. person.Environments.Select(environment => environment.Value)]);
            _cookies[person.Name] = browser.DefaultRequestHeaders.GetValues("Cookie").Single();
        }

        foreach (var machine in AuthorisationDocument.Machines)
        {
            var secret = TokenSecret.New();
            await App.Services.GetRequiredService<ApiTokenStore>().ReplaceAsync(
                new ApiToken(machine.Name, TokenSecret.HashOf(secret), machine.Scopes, machine.Environments, "test", TimeProvider.System.GetUtcNow()),
                TestContext.Current.CancellationToken);
            _tokens[machine.Name] = secret;
        }

        foreach (var environment in AuthorisationDocument.Order.All)
        {
            using var recorded = await App.NotifyDeployAsync("example/matrix-deployed", environment.Name.Value, "v1");
            recorded.StatusCode.ShouldBe(HttpStatusCode.OK);
            var newest = (await App.GetJsonAsync($"/api/deployments?application=matrix-deployed&environment={environment.Name}"))["items"]!.AsArray()[0]!;
            _deployments[environment.Name.Value] = newest["id"]!.ToString();
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    internal string DeploymentIn(EnvironmentName environment) => _deployments[environment.Value];

    internal HttpClient ClientOf(Actor actor)
    {
        if (actor.Role is null)
        {
            return App.WithToken(_tokens[actor.Name]);
        }

        var browser = App.NewBrowser();
        browser.DefaultRequestHeaders.Add("Cookie", _cookies[actor.Name]);
        return browser;
    }
}
