using System.Net;
using Release.Sandbox.Faults;

namespace Release.Tests.Integration.Sandbox;

/// <summary>What can go wrong with the registry, as its clients see it.</summary>
public sealed class ServiceFaultTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_goes_away_and_comes_back_at_the_same_address(bool hang)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var faults = sandbox.World.RegistryFaults;

        await faults.SetAsync(new ServiceTrouble(Away: true, Hang: hang), sandbox.Cancelled);

        faults.AwaySince.ShouldNotBeNull();
        if (hang)
        {
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            await Should.ThrowAsync<OperationCanceledException>(() => sandbox.Http.GetAsync(sandbox.World.Endpoints.Registry, impatient.Token));
        }
        else
        {
            await Should.ThrowAsync<HttpRequestException>(() => sandbox.Http.GetAsync(sandbox.World.Endpoints.Registry, sandbox.Cancelled));
        }

        await faults.SetAsync(new ServiceTrouble(), sandbox.Cancelled);
        (await RegistryTests.TokenAsync(sandbox, "publisher")).ShouldNotBeEmpty();
        faults.AwaySince.ShouldBeNull();
    }

    [Fact]
    public async Task It_answers_with_errors_or_too_much_until_a_time_that_passes()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await SandboxUnderTest.StartAsync(time: clock);
        var faults = sandbox.World.RegistryFaults;

        await faults.SetAsync(new ServiceTrouble(Failing: true), sandbox.Cancelled);
        (await GetAsync(sandbox)).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        await faults.SetAsync(new ServiceTrouble(ToldToWaitUntil: clock.GetUtcNow().AddSeconds(30)), sandbox.Cancelled);
        var tooMany = await GetAsync(sandbox);
        tooMany.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        tooMany.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));

        clock.Advance(TimeSpan.FromSeconds(31));
        (await GetAsync(sandbox)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "it is a registry again");
        faults.Trouble.ShouldBe(new ServiceTrouble());
    }

    [Fact]
    public async Task Half_an_answer_is_seen_as_one_that_broke_off()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.World.RegistryFaults.SetAsync(new ServiceTrouble(HalfAnswers: true), sandbox.Cancelled);

        await Should.ThrowAsync<HttpRequestException>(() => RegistryTests.TokenAsync(sandbox, "publisher"));
    }

    private static Task<HttpResponseMessage> GetAsync(SandboxUnderTest sandbox) =>
        sandbox.Http.GetAsync(new Uri(sandbox.World.Endpoints.Registry, "v2/"), sandbox.Cancelled);
}
