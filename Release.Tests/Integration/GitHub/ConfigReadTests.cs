using System.Net;
using Release.Core.Configuration;
using Release.Core.Failures;
using Release.Tests.Integration.Git;

namespace Release.Tests.Integration.GitHub;

/// <summary>Through GitHub's API the same is read as with git, for few calls.</summary>
public sealed class ConfigReadTests : ReadContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_what_has_changed_is_read_again()
    {
        var names = Enumerable.Range(0, 300).Select(number => $"app-{number}").ToArray();
        await using var remote = await TestRemote.CreateAsync([.. names.Select(name => ($"{TestRemote.Folder}/integration/{name}", $"image_tag: {name}\n"))]);
        var calls = new List<string>();
        var github = (await ConfigServer.StartAsync(remote)).Open(remote, inner => new Listener(inner, calls));

        (await github.Configuration.ReadAllAsync(Token)).Files.Count.ShouldBe(300);

        // A read that finds nothing new is one conditional request.
        calls.Clear();
        await github.Configuration.ReadAllAsync(Token);
        calls.ShouldBe(["GET /repos/example/config/git/ref/heads%2Fmain 304"]);

        calls.Clear();
        await remote.PushAsync("More", (TestRemote.Folder + "/integration/app-7", "image_tag: new\n"));
        var snapshot = await github.Configuration.ReadAllAsync(Token);
        snapshot.Files.Single(file => file.Cell.Application.Value == "app-7").Version!.Value.ShouldBe("new");
        calls.Count(call => call.Contains("/git/blobs/", StringComparison.Ordinal)).ShouldBe(1);
        calls.Count.ShouldBe(6, "where main is, down to the folder, its files, and the one that changed");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_server_that_has_not_heard_of_the_newest_commit_yet_does_not_empty_the_folder(int tree)
    {
        await using var remote = await TestRemote.CreateAsync((TestRemote.Folder + "/integration/publisher", "image_tag: v1\n"));
        var lag = new Lag();
        var github = (await ConfigServer.StartAsync(remote)).Open(remote, inner => lag.Before(inner));
        (await github.Configuration.ReadAllAsync(Token)).Files.ShouldHaveSingleItem();

        await remote.PushAsync("More", (TestRemote.Folder + "/integration/publisher", "image_tag: v2\n"));
        lag.Missing = tree;
        (await Should.ThrowAsync<OutsideException>(() => github.Configuration.ReadAllAsync(Token))).IsAway.ShouldBeTrue("it is worth coming back");
        (await github.Configuration.ReadAllAsync(Token)).Files.ShouldHaveSingleItem().Version!.Value.ShouldBe("v2");
    }

    private protected override async Task<IConfigRepository> OpenAsync(TestRemote remote, string? pathTemplate = null) =>
        (await ConfigServer.StartAsync(remote)).Open(remote, pathTemplate: pathTemplate).Configuration;

    /// <summary>One of the trees that are asked for next is not there yet.</summary>
    private sealed class Lag
    {
        public int Missing { get; set; } = -1;

        public HttpMessageHandler Before(HttpMessageHandler inner) => new Handler(this, inner);

        private sealed class Handler(Lag lag, HttpMessageHandler inner) : DelegatingHandler(inner)
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
                request.RequestUri!.AbsolutePath.Contains("/git/trees/", StringComparison.Ordinal) && lag.Missing-- == 0
                    ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound))
                    : base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Listener(HttpMessageHandler inner, List<string> calls) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            lock (calls)
            {
                calls.Add($"{request.Method} {request.RequestUri!.AbsolutePath} {(int)response.StatusCode}");
            }

            return response;
        }
    }
}
