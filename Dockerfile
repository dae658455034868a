# syntax=docker/dockerfile:1
# Release in a container. Written with care and not run where it was written: no container engine was at hand.
#   docker build -t release .
#   docker run --rm -p 127.0.0.1:5000:8080 -e Release__Sandbox__AllowRemote=true release

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# What restoring needs comes first, so that a change of code does not restore anew.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY Release.Core/Release.Core.csproj Release.Core/
COPY Release.Data/Release.Data.csproj Release.Data/
COPY Release.Integrations/Release.Integrations.csproj Release.Integrations/
COPY Release.Sandbox/Release.Sandbox.csproj Release.Sandbox/
COPY Release.Web/Release.Web.csproj Release.Web/
RUN dotnet restore Release.Web/Release.Web.csproj
COPY appsettings.json ./
COPY Release.Core/ Release.Core/
COPY Release.Data/ Release.Data/
COPY Release.Integrations/ Release.Integrations/
COPY Release.Sandbox/ Release.Sandbox/
COPY Release.Web/ Release.Web/
RUN dotnet publish Release.Web/Release.Web.csproj -c Release --no-restore -p:CompileAll=true -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# git: the configuration repository. curl: the health check.
RUN apt-get update \
    && apt-get install -y --no-install-recommends git curl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app ./
# The image's own port variable would mean every interface and a second port.
ENV ASPNETCORE_HTTP_PORTS="" \
    ASPNETCORE_URLS=http://+:8080 \
    HOME=/tmp \
    Release__DataDirectory=/data
# The base image's user without rights; the volume takes over the folder's owner.
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8080/healthcheck/ready"]
ENTRYPOINT ["dotnet", "Release.Web.dll"]
