using System.Net;
using System.Text.Json;
using Release.Sandbox.Faults;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

/// <summary>Scripts have versions misbehave, in each way there is.</summary>
public sealed class MisbehaviourApiTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    public static TheoryData<Misbehaviour> Kinds() => [.. Enum.GetValues<Misbehaviour>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_can_be_set_by_its_word_seen_and_mended(Misbehaviour kind)
    {
        var word = JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
        var application = $"app-{word.ToLowerInvariant()}";

        using var set = await App.PutTextAsync("/api/sandbox/misbehaviours", $$"""{"application":"{{application}}","version":"v9","kind":"{{word}}"}""");
        set.StatusCode.ShouldBe(HttpStatusCode.OK, await set.Content.ReadAsStringAsync(Cancel));
        (await KindsOfAsync(application)).ShouldBe([word]);

        using var mended = await App.Sandbox.Control.DeleteAsync($"/api/sandbox/misbehaviours?kind={word}", Cancel);
        mended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await KindsOfAsync(application)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_kind_is_answered_with_every_known_one()
    {
        using var set = await App.PutTextAsync("/api/sandbox/misbehaviours", """{"application":"publisher","kind":"lazy"}""");

        var problem = await set.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "kind");
        Enum.GetValues<Misbehaviour>().ShouldAllBe(kind => ((string)problem["detail"]!).Contains(kind.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    private async Task<IReadOnlyList<string>> KindsOfAsync(string application) =>
        [.. (await App.GetJsonAsync("/api/sandbox/misbehaviours")).AsArray()
            .Where(rule => (string?)rule!["application"] == application).Select(rule => (string)rule!["kind"]!)];
}
