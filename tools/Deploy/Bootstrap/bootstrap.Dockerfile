# The Lambda bootstrap, compiled where it will run: Amazon Linux 2023 on arm64. A newer system's C library would not be found there.
# From the root of the repository:
#   docker buildx build --platform linux/arm64 --file tools/Deploy/Bootstrap/bootstrap.Dockerfile --output artifacts/lambda .
FROM public.ecr.aws/amazonlinux/amazonlinux:2023 AS build
RUN dnf install -y binutils clang findutils gcc gzip openssl-libs tar zlib-devel && dnf clean all
RUN curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 --install-dir /usr/share/dotnet
ENV PATH=$PATH:/usr/share/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source
COPY . .
# The package or an error: with the stand-in of tools/FeedGaps nothing may be published.
RUN dotnet publish tools/LambdaHost -c Release -r linux-arm64 -p:UseKinesisStandIn=false -o /out \
    && cp tools/LambdaHost/obj/project.assets.json /out/

FROM scratch
COPY --from=build /out/bootstrap /out/project.assets.json /
