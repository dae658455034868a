using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Applications;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Web.Errors;

namespace Release.Tests.Unit.Endpoints;

public sealed class ExceptionProblemsTests
{
    [Fact]
    public async Task A_busy_database_is_503_with_when_to_repeat_and_without_its_own_words()
    {
        var (handled, response, body) = await HandleAsync(new SqliteException("database is locked on db-7.internal", 5));

        handled.ShouldBeTrue();
        response.StatusCode.ShouldBe(StatusCodes.Status503ServiceUnavailable);
        response.Headers.RetryAfter.ToString().ShouldBe("1");
        body.ShouldContain("The database is busy");
        body.ShouldNotContain("db-7");
    }

    [Fact]
    public async Task An_image_tag_file_that_is_missing_is_404_and_one_that_cannot_be_edited_is_409()
    {
        var cell = new Cell(ApplicationName.Parse("publisher"), EnvironmentName.Parse("staging"));

        var (_, missing, add) = await HandleAsync(new ConfigFileMissingException(cell, "staging/publisher"));
        var (_, refused, mend) = await HandleAsync(new ConfigFileRefusedException(cell, "staging/publisher", "'image_tag' stands in it twice."));

        (missing.StatusCode, refused.StatusCode).ShouldBe((StatusCodes.Status404NotFound, StatusCodes.Status409Conflict));
        add.ShouldContain("Add it there");
        mend.ShouldContain("Fix it by hand");
    }

    [Fact]
    public async Task What_is_wrong_in_the_code_stays_500() =>
        (await HandleAsync(new InvalidOperationException("Sequence contains no elements"))).Handled.ShouldBeFalse();

    private static async Task<(bool Handled, HttpResponse Response, string Body)> HandleAsync(Exception exception)
    {
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Response.Body = body;
        var handled = await new ExceptionProblems(NullLogger<ExceptionProblems>.Instance).TryHandleAsync(context, exception, TestContext.Current.CancellationToken);
        return (handled, context.Response, Encoding.UTF8.GetString(body.ToArray()));
    }
}
